//! The account's dialogs: signing in and out, the profile, deleting the account, the settings of the cloud.

pub mod cloud;
pub mod delete;
mod form;
mod password;
pub mod profile;
pub mod sign_in;
pub mod sign_out;

#[cfg(test)]
mod tests;
