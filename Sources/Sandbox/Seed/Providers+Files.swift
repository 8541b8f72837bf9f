/// Exported files: flat columns, nearly all of them text.
extension Provider {
    static let files: [Provider] = [
        Provider(
            type: "s3",
            name: "Oscorp S3 Export",
            organization: 0,
            domain: "oscorp.example.com",
            users: 10,
            groups: ["biotech", "field-team"],
            hasRoles: false,
            idpId: { "row-\(digits($0.number + 1, 6))" },
            groupIdpId: slug,
            attributes: { person in
                [
                    "department": .string(person.department), "manager_email": JSON(person.manager?.login),
                    "start_date": .string(person.startDate), "headcount": JSON(person.number),
                    "note": "a \"quoted\" note\n",
                ]
            }
        ),
        Provider(
            type: "sftp",
            name: "Nakatomi SFTP",
            organization: 1,
            domain: "nakatomi.example.jp",
            users: 13,
            groups: ["本社", "Los Angeles"],
            hasRoles: false,
            idpId: { digits($0.number + 1, 8) },
            groupIdpId: { index, _ in "g\(index)" },
            attributes: { person in
                [
                    "department_name": .string(person.department), "floor": .string(String(30 + person.number % 5)),
                    "locale": "ja-JP", "active_flag": .string(person.isActive ? "Y" : "N"), "comment": "",
                ]
            }
        ),
        Provider(
            type: "sftp workday",
            name: "Massive Dynamic Workday Files",
            organization: 2,
            domain: "massive-dynamic.example.com",
            users: 15,
            groups: ["US", "EMEA"],
            hasRoles: false,
            idpId: { "WD\(digits($0.number + 1, 7))" },
            groupIdpId: slug,
            attributes: { person in
                [
                    "employee_number": .string(digits(person.number + 1, 7)), "job_title": .string(person.title),
                    "division_name": "Life Sciences", "manager_id": JSON(person.manager?.employeeNumber),
                    "hire_date": .string(person.startDate), "fte": .number("\(person.fullTimeEquivalent)"),
                ]
            }
        ),
    ]
}
