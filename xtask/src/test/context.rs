//! What the steps of one run share.

use emulators::{Cloud, Output, Ports};

use crate::error::Result;
use crate::progress;

/// What the steps of one run share.
#[derive(Debug)]
pub(super) struct Context {
    /// Run only tests whose name contains this.
    pub(super) filter: Option<String>,
    /// One cloud for all tests: each is a process of its own, and would start one of its own. It ends with the run.
    cloud: Option<Cloud>,
}

impl Context {
    pub(super) fn new(filter: Option<String>) -> Self {
        Self { filter, cloud: None }
    }

    /// Installs the emulators if need be, and starts them.
    pub(super) fn start_cloud(&mut self) -> Result {
        emulators::prepare(progress::say)?;
        emulators::prepare_js_sdk(progress::say)?;
        self.cloud = Some(Cloud::start(Ports::default(), Output::Kept)?);
        Ok(())
    }

    /// Fails if the cloud has ended by itself.
    pub(super) fn check_cloud(&mut self) -> Result {
        Ok(self.cloud.as_mut().map_or(Ok(()), Cloud::check)?)
    }

    /// The environment of the tests: where the cloud is. Which project is the app's is for each test to say.
    pub(super) fn environment(&self) -> Vec<(&'static str, String)> {
        let Some(cloud) = &self.cloud else { return Vec::new() };
        let mut environment = cloud.hosts().to_vec();
        environment.push((emulators::REQUIRED, "1".to_owned()));
        environment
    }
}
