import CWorkOSDS

/// The names of Directory Sync events: https://workos.com/docs/events/directory-sync
public enum EventName {
    public static let activated = WORKOSDS_EVENT_DSYNC_ACTIVATED
    public static let deleted = WORKOSDS_EVENT_DSYNC_DELETED
    public static let groupCreated = WORKOSDS_EVENT_DSYNC_GROUP_CREATED
    public static let groupDeleted = WORKOSDS_EVENT_DSYNC_GROUP_DELETED
    public static let groupUpdated = WORKOSDS_EVENT_DSYNC_GROUP_UPDATED
    public static let groupUserAdded = WORKOSDS_EVENT_DSYNC_GROUP_USER_ADDED
    public static let groupUserRemoved = WORKOSDS_EVENT_DSYNC_GROUP_USER_REMOVED
    public static let tokenCreated = WORKOSDS_EVENT_DSYNC_TOKEN_CREATED
    public static let tokenRevoked = WORKOSDS_EVENT_DSYNC_TOKEN_REVOKED
    public static let userCreated = WORKOSDS_EVENT_DSYNC_USER_CREATED
    public static let userDeleted = WORKOSDS_EVENT_DSYNC_USER_DELETED
    public static let userUpdated = WORKOSDS_EVENT_DSYNC_USER_UPDATED

    /// Every name above.
    public static let all = [
        activated, deleted, groupCreated, groupDeleted, groupUpdated, groupUserAdded, groupUserRemoved, tokenCreated,
        tokenRevoked, userCreated, userDeleted, userUpdated,
    ]
}
