package io.parley.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

final class IdGeneratorTest {
    private static final int COUNT = 200_000;

    /** safety.md B14: 120 bits from a secure source (decision 0013), in which no byte says anything about the others. */
    @Test
    void b14_ids_areUniqueAndHardToGuess() {
        var ids = IdGenerator.secure();
        var seen = new HashSet<String>();
        var occurrences = new int[15][256];
        for (int i = 0; i < COUNT; i++) {
            var id = ids.next();
            assertThat(id).matches("[A-Za-z0-9_-]{20}");
            assertThat(seen.add(id)).as(id).isTrue();
            var bytes = Base64.getUrlDecoder().decode(id);
            for (int at = 0; at < bytes.length; at++) {
                occurrences[at][bytes[at] & 0xff]++;
            }
        }
        for (var ofOneByte : occurrences) {
            assertThat(entropy(ofOneByte)).isGreaterThan(7.9);
        }
    }

    /** In bits. */
    private static double entropy(int[] occurrences) {
        double bits = 0;
        for (int occurrence : occurrences) {
            double share = (double) occurrence / COUNT;
            bits -= occurrence == 0 ? 0 : share * Math.log(share) / Math.log(2);
        }
        return bits;
    }
}
