use crate::service::Deps;

/// Where a test lets the process die: `YEOGWON_TEST_STOP=drawn`, `asked` or `kept`. In an installation that makes real
/// documents nobody's environment ends the service.
pub(super) fn here(deps: &Deps, step: &str) {
    if deps.config.installation.specimen
        && std::env::var_os("YEOGWON_TEST_STOP").is_some_and(|wanted| wanted == step)
    {
        std::process::abort();
    }
}
