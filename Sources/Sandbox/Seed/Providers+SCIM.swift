/// Identity providers that push over SCIM, and Google's directory.
extension Provider {
    static let scim: [Provider] = [
        Provider(
            type: "okta scim v2.0",
            name: "Foo Corp Okta",
            organization: 0,
            domain: "foo-corp.com",
            users: 250,
            groups: [
                "Everyone", "Engineering", "Sales", "Finance", "People", "Support", "Legal", "Marketing",
                "Forschung & Entwicklung", "Managers", "Remote", "Ärzte ohne Büro",
            ],
            idpId: { "00u" + alphanumeric($0.number, "okta", 17) },
            groupIdpId: { index, _ in "00g" + alphanumeric(index, "okta group", 17) },
            attributes: { person in
                [
                    "department": .string(person.department), "employeeId": .string(person.employeeNumber),
                    "display_name": .string(person.name), "job_title": .string(person.title),
                    "cost_center_name": .string("CC-\(400 + person.number % 8)"), "addresses": [person.address],
                    "manager": [
                        "id": JSON(person.manager?.employeeNumber), "name": JSON(person.manager?.name),
                        "levels": JSON(person.number % 5),
                    ],
                    "employment_start_date": .string(person.startDate),
                    "isContractor": .boolean(person.number % 7 == 3),
                    "seat": JSON(person.number * 3 + 1), "fte": .number("\(person.fullTimeEquivalent)"),
                    "nickname": nil, "languages": ["en", person.number % 2 == 0 ? "日本語" : "français"],
                ]
            }
        ),
        Provider(
            type: "azure scim v2.0",
            name: "Contoso Entra ID",
            organization: 1,
            domain: "contoso.example.com",
            users: 30,
            groups: ["All Employees", "Sales EMEA", "Führungskräfte", "VPN Users"],
            idpId: { guid($0.number, "azure") },
            groupIdpId: { index, _ in guid(index, "azure group") },
            attributes: { person in
                [
                    "department": .string(person.department), "employeeId": .string(String(70_000 + person.number)),
                    "job_title": .string(person.title), "username": .string(person.login + "@contoso.example.com"),
                    "usageLocation": .string(person.country), "accountEnabled": .boolean(person.isActive),
                    "extensionAttribute1": person.number % 3 == 0 ? nil : "EMEA",
                    "onPremises": [
                        "samAccountName": .string(person.login), "syncEnabled": true, "domains": ["CONTOSO"],
                    ],
                    "phone_numbers": [["value": person.phone, "display": nil, "type": "work", "primary": true]],
                    "manager_name": JSON(person.manager?.name), "licenses": JSON(person.number % 4),
                    "mailboxGigabytes": .number("\(person.number % 50).25"),
                ]
            }
        ),
        Provider(
            type: "gsuite directory",
            name: "Acme Google Workspace",
            organization: 2,
            domain: "acme.example.com",
            users: 28,
            groups: ["all@acme.example.com", "design@acme.example.com", "équipe-paris@acme.example.com"],
            idpId: { "1" + digits(12_345_678_901 + $0.number * 7919, 20) },
            groupIdpId: { index, _ in alphanumeric(index, "gsuite group", 15).lowercased() },
            attributes: { person in
                [
                    "department_name": .string(person.department),
                    "orgUnitPath": .string("/\(person.department)/Team 1"),
                    "isAdmin": .boolean(person.isManager), "isEnrolledIn2Sv": .boolean(person.number % 3 > 0),
                    "aliases": [.string("\(person.login)@alias.acme.example.com")], "job_title": .string(person.title),
                    "relations": person.manager.map { [["type": "manager", "value": .string($0.login)]] } ?? [],
                    "customSchemas": ["Office": ["floor": JSON(person.number % 9), "desk": "F\(person.number)-α"]],
                    "locations": [["area": "desk", "buildingId": .string(person.city)]], "suspensionReason": nil,
                ]
            }
        ),
        Provider(
            type: "generic scim v2.0",
            name: "Initech SCIM",
            organization: 0,
            users: 12,
            groups: ["staff", "admins"],
            idpId: { "user-\($0.number + 1)" },
            groupIdpId: slug,
            attributes: { person in
                [
                    "display_name": .string(person.name), "username": .string(person.login),
                    "emails": [["type": "work", "value": .string("\(person.login)@initech.example"), "primary": true]],
                    "locale": "de-AT", "badge": JSON(person.number), "ratio": 0.125, "tags": [], "options": [:],
                    "remote": .boolean(person.isRemote),
                ]
            }
        ),
        Provider(
            type: "jump cloud scim v2.0",
            name: "Hooli JumpCloud",
            organization: 1,
            domain: "hooli.example.org",
            users: 18,
            groups: ["All Users", "Macs", "Contractors"],
            idpId: { hexadecimal($0.number, "jumpcloud", 24) },
            groupIdpId: { index, _ in hexadecimal(index, "jumpcloud group", 24) },
            attributes: { person in
                [
                    "username": .string(person.login), "department": .string(person.department),
                    "employeeIdentifier": .string(person.employeeNumber),
                    "mfaEnabled": .boolean(person.number % 2 == 0),
                    "unixUid": JSON(5000 + person.number),
                    "systems": ["mac-\(person.number)", "vm-\(person.number % 3)"],
                    "costCenter": nil, "location": .string(person.city),
                ]
            }
        ),
        Provider(
            type: "onelogin scim v2.0",
            name: "Umbrella OneLogin",
            organization: 2,
            domain: "umbrella.example.net",
            users: 16,
            groups: ["Default", "Field Staff"],
            idpId: { String(148_250_000 + $0.number * 13) },
            groupIdpId: { index, _ in String(522_100 + index) },
            attributes: { person in
                [
                    "department": .string(person.department), "title": .string(person.title),
                    "samaccountname": .string(person.login), "member_of": JSON(person.isManager ? "CN=Managers" : nil),
                    "status": JSON(person.isActive ? 1 : 2), "custom": ["bike_permit": .boolean(person.isRemote)],
                    "invitation_days": 2.5, "phone": person.phone,
                ]
            }
        ),
        Provider(
            type: "pingfederate scim v2.0",
            name: "Stark PingFederate",
            organization: 0,
            domain: "stark.example.com",
            state: "validating",
            users: 9,
            groups: ["Lab", "Ops"],
            idpId: { "uid=\($0.login),ou=people,dc=stark" },
            groupIdpId: { _, name in "cn=\(name),ou=groups,dc=stark" },
            attributes: { person in
                [
                    "uid": .string(person.login), "employee_number": .string(person.employeeNumber),
                    "preferredLanguage": "nb-NO", "clearance": JSON(person.number % 6), "verified": true,
                    "division_name": "Forskning & utvikling", "organization": "Stark",
                ]
            }
        ),
        Provider(
            type: "cyberark scim v2.0",
            name: "Wayne CyberArk",
            organization: 1,
            domain: "wayne.example.com",
            users: 7,
            groups: ["Vault Users", "Auditors"],
            idpId: { guid($0.number, "cyberark") },
            groupIdpId: { index, _ in guid(index, "cyberark group") },
            attributes: { person in
                [
                    "username": .string(person.login), "vaultAuthorizations": ["AddSafes", "AuditUsers"],
                    "enableUser": .boolean(person.isActive), "expires": nil, "loginRetries": JSON(person.number % 4),
                ]
            }
        ),
        Provider(
            type: "sailpoint scim v2.0",
            name: "Tyrell SailPoint",
            organization: 2,
            users: 8,
            groups: ["Birthright", "Privileged"],
            idpId: { "2c91808" + hexadecimal($0.number, "sailpoint", 25) },
            groupIdpId: { index, _ in "2c91809" + hexadecimal(index, "sailpoint group", 25) },
            attributes: { person in
                [
                    "lifecycleState": .string(person.isActive ? "active" : "inactive"), "riskScore": 12.75,
                    "identityType": "employee", "capabilities": person.isManager ? ["CertificationAdministrator"] : [],
                    "manager_id": JSON(person.manager?.employeeNumber), "department": .string(person.department),
                ]
            }
        ),
        Provider(
            type: "rippling scim v2.0",
            name: "Pied Piper Rippling",
            organization: 0,
            domain: "piedpiper.example.com",
            users: 14,
            groups: ["Full-time", "Interns"],
            idpId: { hexadecimal($0.number, "rippling", 24) },
            groupIdpId: { index, _ in hexadecimal(index, "rippling group", 24) },
            attributes: { person in
                [
                    "employee_type": .string(person.fullTimeEquivalent < 1 ? "PART_TIME" : "SALARIED_FT"),
                    "title": .string(person.title), "employment_start_date": .string(person.startDate),
                    "workLocation": [
                        "city": .string(person.city), "country": .string(person.country), "isRemote": false,
                    ],
                    "equity": .number("0.\(person.number % 9 + 1)5"), "endDate": nil,
                ]
            }
        ),
    ]
}
