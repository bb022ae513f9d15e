package io.roomwise.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With the defaults: ten seconds without data. */
class StreamWatchTest {
    private static final long SECOND = 1_000_000_000L;

    private final StreamCounters counters = new StreamCounters();
    private final StreamWatch both =
            new StreamWatch(CaptureConfig.defaults(), Streams.BOTH, Streams.BOTH, 0, counters, 0);

    @Test
    void soundThatCeasesIsSaidAndCountedWhilePicturesGoOn() throws StreamException {
        both.onPacket(MediaRole.AUDIO, 1, SECOND);
        for (var second = 1L; second <= 6; second++) {
            both.onPacket(MediaRole.VIDEO, 1, second * SECOND);
            assertThat(both.faults()).isEmpty();
        }
        for (var second = 7L; second <= 20; second += 2) {
            both.onPacket(MediaRole.VIDEO, 1, second * SECOND);
        }
        assertThat(both.faults()).containsExactly("no sound for 5 s");
        assertThat(counters.soundStalls).hasValue(1);

        both.onPacket(MediaRole.AUDIO, 1, 21 * SECOND);
        assertThat(both.faults()).isEmpty();
    }

    @Test
    void picturesThatCeaseEndTheSessionThoughSoundGoesOn() throws StreamException {
        both.onPacket(MediaRole.VIDEO, 1, SECOND);
        both.onPacket(MediaRole.AUDIO, 1, 11 * SECOND);
        assertThatThrownBy(() -> both.onPacket(MediaRole.AUDIO, 1, 11 * SECOND + 1))
                .isInstanceOf(StreamException.class)
                .hasMessage("no decodable video for 10 s");
    }

    @Test
    void packetsWithoutPicturesAreNoLife() throws StreamException {
        both.onPacket(MediaRole.VIDEO, 1, SECOND);
        both.onPacket(MediaRole.VIDEO, 0, 10 * SECOND);
        assertThatThrownBy(() -> both.onPacket(MediaRole.VIDEO, 0, 12 * SECOND))
                .hasMessage("no decodable video for 10 s");
    }

    @Test
    void firstKeyFrameIsWaitedForWhilePacketsOfPicturesCome() throws StreamException {
        for (var second = 1L; second <= 30; second++) {
            both.onPacket(MediaRole.VIDEO, 0, second * SECOND);
            both.onPacket(MediaRole.AUDIO, 1, second * SECOND);
        }
        assertThatThrownBy(() -> both.onPacket(MediaRole.VIDEO, 0, 31 * SECOND)).hasMessage("no key frame for 30 s");
    }

    @Test
    void keyFrameThatGivesNoPictureIsNotWaitedFor() throws StreamException {
        both.onKeyFrame();
        both.onPacket(MediaRole.VIDEO, 0, 10 * SECOND);
        assertThatThrownBy(() -> both.onPacket(MediaRole.VIDEO, 0, 10 * SECOND + 1))
                .hasMessage("no decodable video for 10 s");
    }

    @Test
    void noKeyFrameIsWaitedForWhereOnlySoundComes() throws StreamException {
        both.onPacket(MediaRole.AUDIO, 1, 10 * SECOND);
        assertThatThrownBy(() -> both.onPacket(MediaRole.AUDIO, 1, 10 * SECOND + 1))
                .hasMessage("no decodable video for 10 s");
    }

    @Test
    void slowCameraIsGivenThreePictures() throws StreamException {
        var slow = new StreamWatch(CaptureConfig.defaults(), Streams.VIDEO, Streams.VIDEO, 0.2, counters, 0);
        slow.onKeyFrame();
        slow.onPacket(MediaRole.VIDEO, 0, 15 * SECOND);
        assertThatThrownBy(() -> slow.onPacket(MediaRole.VIDEO, 0, 15 * SECOND + 1))
                .isInstanceOf(StreamException.class);
        var absurd = new StreamWatch(CaptureConfig.defaults(), Streams.VIDEO, Streams.VIDEO, 1e-6, counters, 0);
        assertThat(absurd.patience()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void withSoundAlonePicturesAreLookedForAgainAtGrowingIntervals() throws StreamException {
        for (var minutes : List.of(1L, 2L, 3L)) {
            soundUntilLook(minutes);
        }
        for (var i = 4; i < 20; i++) {
            counters.withoutPictures++;
        }
        soundUntilLook(10);
        new StreamWatch(CaptureConfig.defaults(), Streams.BOTH, Streams.BOTH, 0, counters, 0);
        soundUntilLook(1);
    }

    private void soundUntilLook(long minutes) throws StreamException {
        var deaf = new StreamWatch(CaptureConfig.defaults(), Streams.BOTH, Streams.AUDIO, 0, counters, 0);
        for (var second = 1L; second <= 60 * minutes; second++) {
            deaf.onPacket(MediaRole.AUDIO, 1, second * SECOND);
        }
        assertThatThrownBy(() -> deaf.onPacket(MediaRole.AUDIO, 1, 60 * minutes * SECOND + SECOND))
                .hasMessage("looking for its pictures again");
    }

    @Test
    void microphoneLooksForNoPictures() throws StreamException {
        var microphone = new StreamWatch(CaptureConfig.defaults(), Streams.AUDIO, Streams.AUDIO, 0, counters, 0);
        for (var second = 1L; second <= 2000; second++) {
            microphone.onPacket(MediaRole.AUDIO, 1, second * SECOND);
        }
        assertThat(microphone.faults()).isEmpty();
    }
}
