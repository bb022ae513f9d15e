package io.roomwise.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomwise.sync.SyncStats.Quantiles;
import org.junit.jupiter.api.Test;

class RecentValuesTest {
    @Test
    void quantilesAreByNearestRank() {
        RecentValues values = new RecentValues();
        for (int i = 100; i >= 1; i--) {
            values.add(i);
        }
        assertThat(values.quantiles()).isEqualTo(new Quantiles(100, 50, 95, 99));
    }

    @Test
    void oldValuesAreForgotten() {
        RecentValues values = new RecentValues();
        values.add(1_000_000);
        for (int i = 0; i < 256; i++) {
            values.add(7);
        }
        assertThat(values.quantiles()).isEqualTo(new Quantiles(256, 7, 7, 7));
    }

    @Test
    void noValuesAreZero() {
        assertThat(new RecentValues().quantiles()).isEqualTo(new Quantiles(0, 0, 0, 0));
    }
}
