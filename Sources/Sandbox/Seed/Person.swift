/// One fictional person, computed from a number.
struct Person {
    /// Two people of the same name are this many numbers apart.
    static let namesakes = Names.first.count * Names.last.count
    /// Every ninth user has left.
    private static let inactiveEvery = 9

    let number: Int

    var firstName: String { Names.first[number % Names.first.count].name }
    var lastName: String { Names.last[number % Names.last.count].name }
    var name: String { "\(firstName) \(lastName)" }
    var isActive: Bool { number % Self.inactiveEvery != Self.inactiveEvery - 1 }
    var department: String { departmentEntry.name }
    var title: String { departmentEntry.titles[number / Names.departments.count % departmentEntry.titles.count] }
    var employeeNumber: String { "E-\(10_000 + number)" }
    var isManager: Bool { number % 6 == 0 }
    var isRemote: Bool { number % 4 == 1 }
    /// The manager is the nearest earlier manager; the first person has none.
    var manager: Person? { number == 0 ? nil : Person(number: isManager ? 0 : number - number % 6) }
    var startDate: String { Timestamp(milliseconds: (14_610 + Int64(number % 2400) * 2) * 86_400_000).day }
    var city: String { cityEntry.city }
    var country: String { cityEntry.country }
    /// Numbers with a fraction: the share of full-time hours, and money with cents.
    var fullTimeEquivalent: Double { [1, 0.8, 0.5, 1][number % 4] }
    var salary: JSON { .number("\(48_000 + number % 97 * 500).\(number % 2 == 0 ? "50" : "00")") }

    /// Milliseconds from the user's creation to its last change.
    var age: Int64 { Int64(number % 5) * 3_600_000 }

    private var departmentEntry: (name: String, titles: [String]) {
        Names.departments[number % Names.departments.count]
    }
    private var cityEntry: (street: String, city: String, region: JSON, code: String, country: String) {
        Names.cities[number % Names.cities.count]
    }

    var login: String {
        let plain = "\(Names.first[number % Names.first.count].plain).\(Names.last[number % Names.last.count].plain)"
        return number < Self.namesakes ? plain : "\(plain).\(number)"
    }

    var address: JSON {
        let entry = cityEntry
        return [
            "type": "work", "street_address": .string(entry.street), "locality": .string(entry.city),
            "region": entry.region, "postal_code": .string(entry.code), "country": .string(entry.country),
            "primary": true,
        ]
    }

    var phone: JSON { .string("+1 555 01\(String(100 + number % 900).suffix(2)) \(1000 + number % 9000)") }

    /// Some have no address and some no name, like service accounts and people not yet set up.
    func email(provider: Provider) -> String? {
        number % 17 == 13 ? nil : "\(login)@\(provider.mailDomain)"
    }

    private var hasName: Bool { number % 19 != 16 }

    func members(id: String, directory: String, organization: String, provider: Provider, created: Timestamp)
        -> JSONObject
    {
        var members: JSONObject = [
            "object": "directory_user", "id": .string(id), "directory_id": .string(directory),
            "organization_id": .string(organization), "idp_id": .string(provider.idpId(self)),
            "email": JSON(email(provider: provider)), "first_name": JSON(hasName ? firstName : nil),
            "last_name": JSON(hasName ? lastName : nil), "name": JSON(hasName ? name : nil),
            "emails": [], "job_title": nil, "username": nil, "state": isActive ? "active" : "inactive",
            "raw_attributes": [:], "custom_attributes": .object(provider.attributes(self)),
        ]
        if provider.hasRoles {
            members["role"] = ["slug": isManager ? "admin" : "member"]
            members["roles"] = isManager ? [["slug": "admin"], ["slug": "member"]] : [["slug": "member"]]
        }
        members["created_at"] = .string(created.text)
        members["updated_at"] = .string((created + age).text)
        return members
    }

    static func inactive(among total: Int) -> Int { total / inactiveEvery }

    /// The people whose address may be the given one.
    static func numbers(sharing email: String, among total: Int) -> Range<Int> {
        let login = email.prefix { $0 != "@" }
        guard let number = Int(login.suffix(while: { $0.isASCII && $0.isNumber })) else {
            return 0..<min(namesakes, total)
        }
        return (0..<total).contains(number) ? number..<number + 1 : 0..<0
    }
}

extension Timestamp {
    var day: String { String(text.prefix(10)) }
}

extension StringProtocol {
    /// The longest suffix whose characters all match.
    fileprivate func suffix(while passes: (Character) -> Bool) -> SubSequence {
        self[(lastIndex { !passes($0) }.map(index(after:)) ?? startIndex)...]
    }
}
