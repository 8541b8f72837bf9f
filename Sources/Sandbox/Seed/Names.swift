/// Names in many scripts, each with its ASCII form for addresses.
enum Names {
    /// 29 and 31 share no divisor: the first 899 people all have different names.
    static let first: [(name: String, plain: String)] = [
        ("Ana", "ana"), ("Bao", "bao"), ("Chloé", "chloe"), ("Daniel", "daniel"), ("Elif", "elif"),
        ("François", "francois"), ("Grace", "grace"), ("Håkon", "hakon"), ("Inés", "ines"), ("Jürgen", "juergen"),
        ("Kwame", "kwame"), ("Łukasz", "lukasz"), ("Mei", "mei"), ("Noor", "noor"), ("Oisín", "oisin"),
        ("Priya", "priya"), ("Quentin", "quentin"), ("Renée", "renee"), ("Søren", "soeren"), ("Tomáš", "tomas"),
        ("Uche", "uche"), ("Valentina", "valentina"), ("Wei", "wei"), ("Ximena", "ximena"), ("Yara", "yara"),
        ("Zoë", "zoe"), ("Владимир", "vladimir"), ("陽菜", "hina"), ("أمل", "amal"),
    ]

    static let last: [(name: String, plain: String)] = [
        ("Abara", "abara"), ("Bjørnsen", "bjoernsen"), ("Castillo", "castillo"), ("Dvořák", "dvorak"),
        ("Eriksen", "eriksen"), ("Fischer", "fischer"), ("García", "garcia"), ("Hughes", "hughes"), ("Ito", "ito"),
        ("Jansen", "jansen"), ("Kowalska", "kowalska"), ("López", "lopez"), ("Müller", "mueller"),
        ("Nguyễn", "nguyen"), ("O’Neill", "oneill"), ("Petrov", "petrov"), ("Quiñones", "quinones"),
        ("Rossi", "rossi"), ("Șerban", "serban"), ("Tanaka", "tanaka"), ("Ueda", "ueda"), ("Varga", "varga"),
        ("Watanabe", "watanabe"), ("Xu", "xu"), ("Yılmaz", "yilmaz"), ("Zhang", "zhang"), ("Öberg", "oeberg"),
        ("Ávila", "avila"), ("佐藤", "sato"), ("Иванова", "ivanova"), ("Smith-Jones", "smith-jones"),
    ]

    static let departments: [(name: String, titles: [String])] = [
        ("Engineering", ["Software Engineer", "Staff Engineer", "Site Reliability Engineer"]),
        ("Sales", ["Account Executive", "Sales Engineer", "Regional Manager"]),
        ("Finance", ["Controller", "Payroll Specialist", "Analyst"]),
        ("People", ["Recruiter", "People Partner", "Head of Benefits"]),
        ("Support", ["Support Engineer", "Team Lead", "Customer Advocate"]),
        ("Legal", ["Counsel", "Contracts Manager", "Paralegal"]),
        ("Marketing", ["Designer", "Writer", "Events Manager"]),
        ("Forschung & Entwicklung", ["Chemikerin", "Laborleiter", "Prüfingenieur"]),
    ]

    static let cities: [(street: String, city: String, region: JSON, code: String, country: String)] = [
        ("12 Harbour Road", "Wellington", "Wellington", "6011", "NZ"),
        ("Königsallee 4", "Düsseldorf", "NRW", "40212", "DE"),
        ("88 Market Street", "San Francisco", "CA", "94103", "US"),
        ("千代田区丸の内1-9-1", "東京", nil, "100-0005", "JP"),
        ("Rua Augusta 1500", "São Paulo", "SP", "01304-001", "BR"),
        ("5 rue de la Paix", "Paris", nil, "75002", "FR"),
        ("Nygata 7", "Tromsø", "Troms", "9008", "NO"),
    ]
}
