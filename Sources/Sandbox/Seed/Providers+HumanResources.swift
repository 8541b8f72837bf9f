/// Human resources systems. The API reads them, so their users have HR attributes.
extension Provider {
    static let humanResources: [Provider] = [
        Provider(
            type: "workday",
            name: "Globex Workday",
            organization: 1,
            domain: "globex.example.com",
            users: 26,
            groups: ["Supervisory Org: Globex", "Supervisory Org: 研究開発", "Cost Center 1200"],
            hasRoles: false,
            idpId: { hexadecimal($0.number, "workday", 32) },
            groupIdpId: { index, _ in hexadecimal(index, "workday group", 32) },
            attributes: { person in
                [
                    "employee_number": .string(digits(20_000 + person.number, 6)), "job_title": .string(person.title),
                    "employee_type": "Regular", "cost_center_name": "1200 Research", "fte_percent": .number("80.0"),
                    "position": [
                        "id": "P-\(30_000 + person.number)", "time_type": "Full_time",
                        "history": [["title": .string(person.title), "from": .string(person.startDate), "to": nil]],
                    ],
                    "is_manager": .boolean(person.isManager), "manager_email": JSON(person.manager?.login),
                    "annual_salary": person.salary, "addresses": [person.address], "termination_date": nil,
                ]
            }
        ),
        Provider(
            type: "bamboohr",
            name: "Soylent BambooHR",
            organization: 2,
            domain: "soylent.example.com",
            state: "invalid_credentials",
            users: 11,
            groups: ["Production", "Quality"],
            hasRoles: false,
            idpId: { String(100 + $0.number) },
            groupIdpId: { index, _ in String(18_200 + index) },
            attributes: { person in
                [
                    "department_name": .string(person.department), "job_title": .string(person.title),
                    "employee_number": JSON(100 + person.number), "division_name": nil,
                    "employment_start_date": .string(person.startDate), "payRate": person.salary,
                    "supervisor": ["id": JSON(person.manager?.number ?? 0), "name": JSON(person.manager?.name)],
                ]
            }
        ),
        Provider(
            type: "breathe hr",
            name: "Vandelay Breathe",
            organization: 0,
            state: "deleting",
            users: 3,
            groups: ["Importers"],
            hasRoles: false,
            idpId: { String(900_001 + $0.number) },
            groupIdpId: { index, _ in String(4100 + index) },
            attributes: { person in
                ["job_title": .string(person.title), "leaving_date": nil, "holiday_days": 25.5, "probation": false]
            }
        ),
        Provider(
            type: "cezanne hr",
            name: "Wonka Cezanne",
            organization: 1,
            domain: "wonka.example.co.uk",
            state: "unlinked",
            users: 6,
            groups: ["Factory", "Café"],
            hasRoles: false,
            idpId: { "CZ\(digits($0.number + 1, 5))" },
            groupIdpId: slug,
            attributes: { person in
                [
                    "position": .string(person.title), "contract": ["type": "permanent", "hours": 37.5],
                    "reports_to": JSON(person.manager?.name), "first_aider": .boolean(person.number == 2),
                ]
            }
        ),
        Provider(
            type: "fourth hr",
            name: "Monk's Diner Fourth",
            organization: 2,
            state: "validating",
            users: 5,
            groups: ["Front of House", "Kitchen"],
            hasRoles: false,
            idpId: { "F\(7000 + $0.number)" },
            groupIdpId: { index, _ in "L\(index + 1)" },
            attributes: { person in
                [
                    "location": .string(person.city), "hourly_rate": .number("14.2\(person.number % 10)"),
                    "shifts": ["Mo", "Mi", "Fr"], "food_safety_certificate": .boolean(person.number % 2 == 0),
                ]
            }
        ),
        Provider(
            type: "hibob",
            name: "Dunder Mifflin HiBob",
            organization: 0,
            domain: "dundermifflin.example.com",
            users: 17,
            groups: ["Scranton", "Utica", "Branch Managers"],
            hasRoles: false,
            idpId: { String(3_332_883_894_235_038_908 + $0.number) },
            groupIdpId: { index, _ in String(251_900 + index) },
            attributes: { person in
                [
                    "display_name": .string(person.name), "department": .string(person.department),
                    "work": [
                        "site": .string(person.city), "tenure_years": 2.25, "direct_reports": JSON(person.number % 4),
                    ],
                    "personal": ["pronouns": person.number % 3 == 0 ? nil : "they/them", "short_birth_date": "02-29"],
                    "employee_id_64": JSON(9_007_199_254_740_993 + person.number),
                ]
            }
        ),
        Provider(
            type: "people hr",
            name: "Cyberdyne People HR",
            organization: 1,
            users: 4,
            groups: ["Robotics"],
            hasRoles: false,
            idpId: { "PW\($0.number + 1)" },
            groupIdpId: slug,
            attributes: { person in
                ["job_role": .string(person.title), "start_date": .string(person.startDate), "nationality": "česká"]
            }
        ),
        Provider(
            type: "personio",
            name: "Musterfirma Personio",
            organization: 2,
            domain: "musterfirma.example.de",
            users: 21,
            groups: ["Vertrieb", "Qualitätssicherung", "Geschäftsführung"],
            hasRoles: false,
            idpId: { String(6_100_200 + $0.number) },
            groupIdpId: { index, _ in String(88_010 + index) },
            attributes: { person in
                [
                    "position": .string(person.title), "office": .string(person.city), "weekly_working_hours": "40",
                    "fix_salary": person.salary, "vacation_day_balance": 12.5,
                    "cost_centers": [["name": "Büro", "percentage": 100]],
                    "supervisor": person.manager.map { ["email": .string("\($0.login)@musterfirma.example.de")] }
                        ?? nil,
                    "gender": nil, "has_children": .boolean(person.number % 5 == 0),
                ]
            }
        ),
    ]
}
