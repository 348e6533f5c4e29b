package org.flowgateway.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Order of texts, compared with the order of a walk by the bytes of names. */
class WalkOrderTest {

    private static final String[] LETTERS = {
        "a", " ", "!", ".", "0", "~", "é", "流", "\uE000", "\uFFFD", "😀", "\uD83D\uDFFF"
    };

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void agreesWithTheWalk(long seed) {
        Random random = new Random(seed);
        List<Path> paths =
                Stream.generate(() -> path(random)).distinct().limit(400).toList();
        List<String> walked = paths.stream()
                .sorted(WalkOrderTest::asWalked)
                .map(Path::toString)
                .toList();
        List<String> sorted = new ArrayList<>(walked);
        sorted.sort(Comparator.reverseOrder());
        sorted.sort(WalkOrder::compare);
        assertThat(sorted).isEqualTo(walked);

        List<byte[]> bytes = new ArrayList<>(walked.stream()
                .map(path -> path.getBytes(StandardCharsets.UTF_8))
                .toList());
        bytes.sort(Comparator.comparingInt(path -> path.length));
        bytes.sort(WalkOrder::compare);
        assertThat(bytes.stream().map(path -> new String(path, StandardCharsets.UTF_8)))
                .isEqualTo(walked);
    }

    /** Compares name by name: a directory before its content, names in one directory in the platform's order. */
    private static int asWalked(Path one, Path other) {
        for (int i = 0; i < Math.min(one.getNameCount(), other.getNameCount()); i++) {
            int difference = one.getName(i).compareTo(other.getName(i));
            if (difference != 0) {
                return difference;
            }
        }
        return one.getNameCount() - other.getNameCount();
    }

    private static Path path(Random random) {
        StringBuilder path = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            path.append(path.isEmpty() ? "" : "/").append("x");
            for (int j = random.nextInt(3); j > 0; j--) {
                path.append(LETTERS[random.nextInt(LETTERS.length)]);
            }
        }
        return Path.of(path.toString());
    }
}
