# Reads JUnit reports (XML): prints each skipped test with its reason, and how many tests passed, failed and were skipped.
# A record is what lies between two "<": a tag with its attributes, and the text after it.
BEGIN { RS = "<" }
FNR == 1 { in_output = 0 }

# What tests printed can look like anything.
in_output { if (index($0, "]]>")) in_output = 0; next }
/^!\[CDATA\[/ { in_output = !index($0, "]]>"); next }

$1 == "testsuite" { tests += attribute("tests"); failed += attribute("errors") + attribute("failures"); skipped += attribute("skipped") }
$1 == "testcase" { method = attribute("name"); type = attribute("classname"); sub(/.*\./, "", type) }
$1 ~ /^skipped/ { skips[++count] = type (method == "" ? "" : "." method) ": " reason() }

END {
    printf "Skipped tests: %d\n", skipped
    for (i = 1; i <= count; i++)
        print "  " skips[i]
    passed = tests - failed - skipped
    # A script that fails is in no report.
    if (completed != "true" && failed == 0)
        failed = 1
    printf "\nTests: %d passed, %d failed, %d skipped\n", passed, failed, skipped
}

function attribute(name) {
    if (!match($0, "[ \t\n]" name "=\"[^\"]*\""))
        return ""
    return decoded(substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4))
}

function decoded(text) {
    gsub(/&quot;/, "\"", text); gsub(/&apos;/, "'", text); gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text); gsub(/&#10;|&#xA;/, "\n", text)
    gsub(/&amp;/, "\\&", text)
    return text
}

function reason(    text) {
    text = attribute("message")
    sub(/^Assumption failed: /, "", text)
    sub(/\n.*/, "", text)
    return text == "" ? "no reason given" : text
}
