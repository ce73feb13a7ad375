//! What comes from the operating system: the web view's library, and a virtual display for the tests.
//!
//! On Linux it is installed through the distribution's package manager; macOS and Windows bring the web view along,
//! and what they may lack has an installer with questions of its own, so there we only say what it is.

#[cfg_attr(target_os = "linux", path = "system/linux.rs")]
#[cfg_attr(target_os = "macos", path = "system/macos.rs")]
#[cfg_attr(windows, path = "system/windows.rs")]
mod platform;

pub(super) use platform::ensure;
