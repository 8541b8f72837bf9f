# Corrections of Doxygen's man pages.

# The header to include.
s/^\.SH SYNOPSIS$/&\n.B #include <workosds.h>/
/^\\fC#include <workosds\\&\.h>\\fP$/d

# The page of a structure begins with its description.
/^\.SH NAME$/ {
    n
    s/^workosds_[a-z_]*$/& \\- a structure of libworkosds/
}

# Text in C has quotation marks, not apostrophes.
/^\.\(RI\|SS\) "#define/ s/'/\\(dq/g

# Backslashes in programs are literal.
/^\.nf$/,/^\.fi$/ s/\\\([^&]\)/\\e\1/g

# A font that every man program has.
s/\\fC/\\fB/g

# Doxygen is not the author.
/^\.SH "Author"$/,$d
