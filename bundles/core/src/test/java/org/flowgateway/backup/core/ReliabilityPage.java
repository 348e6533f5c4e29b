package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The page on reliability: how many changes to file systems a test must see in each step. With fewer, some go past its hooks. */
final class ReliabilityPage {

    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| (kills|faults) \\| (\\w+) \\| (renamed|kept) \\| ([A-Z_]+) \\| ([0-9]+) \\|$");

    private ReliabilityPage() {}

    /**
     * Fails if fewer changes were seen than the page lists, or others.
     *
     * @param test {@code kills} or {@code faults}
     * @param order what is done
     * @param steps the step in which each change happened
     */
    static void assertSeen(String test, String order, boolean kept, List<String> steps) {
        String roots = kept ? "kept" : "renamed";
        Map<String, Integer> seen = new LinkedHashMap<>();
        steps.forEach(step -> seen.merge(step, 1, Integer::sum));
        Map<String, Integer> listed = new LinkedHashMap<>();
        ROW.matcher(text())
                .results()
                .filter(row -> row.group(1).equals(test)
                        && row.group(2).equals(order)
                        && row.group(3).equals(roots))
                .forEach(row -> listed.put(row.group(4), Integer.parseInt(row.group(5))));
        String rows = seen.entrySet().stream()
                .map(each -> "| " + test + " | " + order + " | " + roots + " | " + each.getKey() + " | "
                        + each.getValue() + " |")
                .collect(Collectors.joining(
                        "\n", "docs/reliability.md lists other steps, or more changes, than these:\n", "\n"));
        assertThat(listed.keySet()).as(rows).containsExactlyInAnyOrderElementsOf(seen.keySet());
        seen.forEach((step, count) -> assertThat(count).as(rows + step).isGreaterThanOrEqualTo(listed.get(step)));
    }

    private static String text() {
        try {
            return Files.readString(Path.of("../../docs/reliability.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
