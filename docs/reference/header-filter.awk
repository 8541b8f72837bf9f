# Converts the header's plain comments to Doxygen's:
#   /* text */ before a declaration, or after a member;
#   the comment of a paragraph of functions is repeated before each function without a comment;
#   quotation marks become entities, since the man pages would have apostrophes; `<` is not a tag.
BEGIN { RS = ""; ORS = "\n\n" }

{
    count = split($0, line, "\n")
    shared = ""
    $0 = ""
    for (i = 1; i <= count; i++) {
        if (line[i] ~ /^ *\/\*( [^-]|$)/)
            sub(/\/\*/, "/**", line[i])
        else if (line[i] ~ /\*\/$/)
            sub(/\/\* /, "/**< ", line[i])
        if (line[i] ~ /^ *\/?\*/) {
            gsub(/"/, "\\&quot;", line[i])
            gsub(/</, "\\&lt;", line[i])
        }
        if (line[i] ~ /^[a-z]/ && shared == "")
            shared = $0
        else if (line[i] ~ /^[a-z].*\(/ && line[i - 1] ~ /\);$/)
            line[i] = shared line[i]
        $0 = $0 line[i] "\n"
    }
    sub(/\n$/, "")
    print
}
