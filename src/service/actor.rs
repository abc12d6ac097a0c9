use std::collections::BTreeSet;

use super::error::ServiceError;
use crate::domain::StaffRole;
use crate::signer::OfficerId;

/// Who acts: a member of staff who is signed in, or the demo that plays one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The officer's identifier, the same as in the signer's register of officers.
    pub id: OfficerId,
    /// The post the officer works at.
    pub post: String,
    /// What the officer may do.
    pub roles: BTreeSet<StaffRole>,
}

impl Actor {
    /// Whoever has the machine itself: the command line and the demo.
    ///
    /// # Errors
    /// Cannot happen: the identifier is a good one.
    pub fn operator() -> Result<Self, ServiceError> {
        Ok(Self {
            id: OfficerId::parse("system")
                .map_err(|error| ServiceError::Failed(error.to_string()))?,
            post: String::new(),
            roles: BTreeSet::from([StaffRole::PostAdministrator]),
        })
    }

    /// Whether the officer holds a role.
    pub fn is(&self, role: StaffRole) -> bool {
        self.roles.contains(&role)
    }

    /// Goes on only for a holder of one of these roles.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] naming what is needed.
    pub fn needs(&self, any_of: &'static [StaffRole]) -> Result<(), ServiceError> {
        if any_of.iter().any(|role| self.is(*role)) {
            Ok(())
        } else {
            Err(ServiceError::Forbidden { needs: any_of })
        }
    }
}
