/// The directory types: those of the API's specification, and those that only its events or older clients have. A
/// response may have a newer type; its text is returned as sent, and only this list does not have it.
enum DirectoryType: CaseIterable {
    case azureSCIM, bambooHR, breatheHR, cezanneHR, cyberArkSCIM, fourthHR, genericSCIM1, genericSCIM, googleWorkspace
    case gusto, hibob, jumpCloudSCIM, oktaSCIM1, oktaSCIM, oneLoginSCIM, peopleHR, personio, pingFederateSCIM
    case rippling, ripplingSCIM, s3, sailPointSCIM, sftp, sftpWorkday, workday

    /// The API's text, and the provider's name for people.
    var names: (wire: StaticString, display: StaticString) {
        switch self {
        case .azureSCIM: ("azure scim v2.0", "Azure SCIM v2.0")
        case .bambooHR: ("bamboohr", "BambooHR")
        case .breatheHR: ("breathe hr", "Breathe HR")
        case .cezanneHR: ("cezanne hr", "Cezanne HR")
        case .cyberArkSCIM: ("cyberark scim v2.0", "CyberArk SCIM v2.0")
        case .fourthHR: ("fourth hr", "Fourth HR")
        case .genericSCIM1: ("generic scim v1.1", "Generic SCIM v1.1")
        case .genericSCIM: ("generic scim v2.0", "Generic SCIM v2.0")
        case .googleWorkspace: ("gsuite directory", "Google Workspace")
        case .gusto: ("gusto", "Gusto")
        case .hibob: ("hibob", "HiBob")
        case .jumpCloudSCIM: ("jump cloud scim v2.0", "JumpCloud SCIM v2.0")
        case .oktaSCIM1: ("okta scim v1.1", "Okta SCIM v1.1")
        case .oktaSCIM: ("okta scim v2.0", "Okta SCIM v2.0")
        case .oneLoginSCIM: ("onelogin scim v2.0", "OneLogin SCIM v2.0")
        case .peopleHR: ("people hr", "People HR")
        case .personio: ("personio", "Personio")
        case .pingFederateSCIM: ("pingfederate scim v2.0", "PingFederate SCIM v2.0")
        case .rippling: ("rippling", "Rippling")
        case .ripplingSCIM: ("rippling scim v2.0", "Rippling SCIM v2.0")
        case .s3: ("s3", "S3")
        case .sailPointSCIM: ("sailpoint scim v2.0", "SailPoint SCIM v2.0")
        case .sftp: ("sftp", "SFTP")
        case .sftpWorkday: ("sftp workday", "SFTP Workday")
        case .workday: ("workday", "Workday")
        }
    }
}
