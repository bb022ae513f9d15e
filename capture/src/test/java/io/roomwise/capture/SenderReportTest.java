package io.roomwise.capture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SenderReportTest {
    private static final long NTP_OF_EPOCH = 2_208_988_800L;

    @Test
    void ntpTimeBecomesUtc() {
        var half = 1L << 31;
        assertThat(SenderReport.ofNtp((NTP_OF_EPOCH + 10) << 32 | half, 5))
                .isEqualTo(new SenderReport(10_500_000_000L, 5));
    }

    @Test
    void timeGoesOnIn2036() {
        // 2036-02-07T06:28:16Z, when 32 bits of NTP seconds begin anew
        assertThat(SenderReport.ofNtp(0, 0).utcNanos()).isEqualTo(2_085_978_496L * 1_000_000_000L);
    }
}
