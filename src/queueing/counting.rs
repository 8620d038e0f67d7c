/// What a share of contacts answered in time is a share of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Counting {
    /// answered in time / offered
    #[default]
    Offered,
    /// (answered + abandoned in time) / offered
    AbandonsInTime,
    /// answered in time / answered
    Answered,
    /// answered in time / (offered - abandoned in time)
    WithoutShortAbandons,
}
