package org.flowgateway.backup.tck;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErrorsPageTest {

    @TempDir
    Path directory;

    private ErrorsPage page(String text) throws Exception {
        return new ErrorsPage(Files.writeString(directory.resolve("errors.md"), text));
    }

    @Test
    void wordsThatVaryStandForOthers() throws Exception {
        ErrorsPage page = page("| `/srv/backups on backups.example is full: 12, 13 and … more` | free space |");
        page.assertDocuments("backups/gateway on 192.0.2.7 is full: 5 and 7 more");
        assertThatThrownBy(() -> page.assertDocuments("/srv/backups on backups.example is empty: 12, 13 and 1 more"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("errors.md has an example for: /srv/backups on");
    }

    @Test
    void aPluralBehindANumberStandsForItsSingular() throws Exception {
        ErrorsPage page = page("`The owner of 12 files could not be set` and `It was restored (3 retries)`");
        page.assertDocuments("The owner of 1 file could not be set");
        assertThatThrownBy(() -> page.assertDocuments("The owner of 1 fil could not be set"))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> page.assertDocuments("The owners of 12 file could not be set"))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void whatWouldBeLikeAnyMessageIsNoExample() throws Exception {
        ErrorsPage page = page("A `…` stands for anything. See `etc/some.cfg`, `/srv/backups 12` and `… failed`.");
        assertThatThrownBy(() -> page.assertDocuments("Nobody documented this, so it failed"))
                .isInstanceOf(AssertionError.class);
    }
}
