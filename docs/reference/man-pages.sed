# What Doxygen's man pages lack.

# The header to include.
s/^\.SH SYNOPSIS$/&\n.B #include <workosds.h>/
/^\\fC#include <workosds\\&\.h>\\fP$/d

# The page of a structure says what it is.
/^\.SH NAME$/ {
    n
    s/^workosds_[a-z_]*$/& \\- a structure of libworkosds/
}

# Text in C has quotation marks, not apostrophes.
/^\.\(RI\|SS\) "#define/ s/'/\\(dq/g

# A program's backslash is one to be seen.
/^\.nf$/,/^\.fi$/ s/\\\([^&]\)/\\e\1/g

# A font that every program has.
s/\\fC/\\fB/g

# The program that wrote it is not the author.
/^\.SH "Author"$/,$d
