package io.roomwise.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.roomwise.sync.SyncStats.SoundOffset;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SoundWitnessTest {
    /** 32 s. */
    private static final int LENGTH = 1 << 19;

    private static final double SECONDS = 32;
    private static final double LOUD = 1_000;
    private static final double CLEAR = 20;
    /** A room of 4 x 3 m has ways that differ by up to 15 ms. */
    private static final double ROOM_MILLIS = 15;

    private static final double[][] CORNERS = {{0, 0}, {4, 3}, {4, 0}};
    /** By the length of the echo; a room takes longer to simulate than to listen to. */
    private static final Map<Double, RoomSound> TALKS = new ConcurrentHashMap<>();

    @ParameterizedTest
    @CsvSource({"180, 0", "-350, 0.3", "0, 0.5", "920, 0.3"})
    void peopleWhoTalkTellHowLateAMicrophoneIs(double late, double echoSeconds) {
        RoomSound room = talk(echoSeconds);
        WitnessBench bench = new WitnessBench(Scenes.VIDEO, 2);
        bench.add(room.heard(0, CLEAR, LOUD));
        bench.add(room.heard(1, CLEAR, LOUD)).late(late).byArrival();
        bench.pass(SECONDS);
        assertThat(bench.late(0)).hasValue(0);
        assertThat(bench.late(1).orElseThrow()).isCloseTo(late, within(ROOM_MILLIS));
    }

    @Test
    void soDoClaps() {
        RoomSound room = new RoomSound(LENGTH, CORNERS, 0.3, 2).add(RoomSound.claps(LENGTH, random(1)), 1, 2);
        WitnessBench bench = new WitnessBench(Scenes.VIDEO, 2);
        bench.add(room.heard(0, CLEAR, LOUD));
        bench.add(room.heard(1, 0, LOUD)).late(75).byArrival();
        bench.pass(SECONDS);
        assertThat(bench.late(1).orElseThrow()).isCloseTo(75, within(ROOM_MILLIS));
    }

    @Test
    void theFigureComesWithItsErrorAndItsWitnesses() {
        RoomSound room = talk(0.3);
        WitnessBench bench = new WitnessBench(Scenes.VIDEO, 2);
        bench.add(room.heard(0, CLEAR, LOUD));
        bench.add(room.heard(1, CLEAR, LOUD)).late(75).byArrival();
        bench.pass(SECONDS);
        SoundOffset offset = bench.offsets().get(1);
        assertThat(offset.errorMillis()).isBetween(SoundOffsets.PATH_MILLIS, 15.0);
        assertThat(offset.witnesses()).isBetween(5, 15);
        assertThat(offset.heard()).isBetween(offset.witnesses(), 15);
        assertThat(offset.confidence()).isGreaterThan(0.66);
        assertThat(offset.shiftMillis()).isZero();
    }

    @Test
    void neitherGainNorFilterNorPolarityMatters() {
        RoomSound room = talk(0.3);
        short[] other = room.heard(1, CLEAR, 60);
        for (int i = LENGTH - 1; i > 0; i--) {
            other[i] = (short) -(other[i] + other[i - 1]);
        }
        WitnessBench bench = new WitnessBench(Scenes.VIDEO, 2);
        bench.add(room.heard(0, CLEAR, 3_000));
        bench.add(other).late(120).byArrival();
        bench.pass(SECONDS);
        assertThat(bench.late(1).orElseThrow()).isCloseTo(120, within(ROOM_MILLIS));
    }

    @Test
    void clippingDoesNotMatter() {
        RoomSound room = talk(0.3);
        WitnessBench bench = new WitnessBench(Scenes.VIDEO, 2);
        bench.add(room.heard(0, CLEAR, LOUD));
        bench.add(room.heard(1, CLEAR, 40_000)).late(120).byArrival();
        bench.pass(SECONDS);
        assertThat(bench.late(1).orElseThrow()).isCloseTo(120, within(ROOM_MILLIS));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void twoRoomsThatHearDifferentThingsTellNothing(long seed) {
        WitnessBench bench = new WitnessBench(Scenes.VIDEO, 2);
        for (int room = 0; room < 2; room++) {
            SplittableRandom random = random(100 * seed + room);
            bench.add(new RoomSound(LENGTH, CORNERS, 0.4, random.nextLong())
                    .add(RoomSound.speech(LENGTH, random), 1, 2)
                    .add(RoomSound.claps(LENGTH, random), 3, 1)
                    .heard(0, CLEAR, LOUD));
        }
        bench.pass(SECONDS);
        assertThat(bench.offsets()).isEmpty();
    }

    @Test
    void humAndSteadyNoiseTellNothing() {
        RoomSound room = new RoomSound(LENGTH, CORNERS, 0.3, 1).add(RoomSound.noise(LENGTH, random(1)), 1, 2);
        WitnessBench bench = new WitnessBench(Scenes.VIDEO, 2);
        bench.add(withHum(room.heard(0, CLEAR, LOUD)));
        bench.add(withHum(room.heard(1, CLEAR, LOUD))).late(100);
        bench.pass(SECONDS);
        assertThat(bench.offsets()).isEmpty();
    }

    @Test
    void humUnderSpeechDoesNotHideIt() {
        RoomSound room = talk(0.3);
        WitnessBench bench = new WitnessBench(Scenes.VIDEO, 2);
        bench.add(withHum(room.heard(0, CLEAR, LOUD)));
        bench.add(withHum(room.heard(1, CLEAR, LOUD))).late(100).byArrival();
        bench.pass(SECONDS);
        assertThat(bench.late(1).orElseThrow()).isCloseTo(100, within(ROOM_MILLIS));
    }

    @Test
    void anAlarmThatBeepsTellsNothing() {
        RoomSound room = new RoomSound(LENGTH, CORNERS, 0.3, 1).add(beeps(), 1, 2);
        WitnessBench bench = new WitnessBench(Scenes.VIDEO, 2);
        bench.add(room.heard(0, CLEAR, LOUD));
        bench.add(room.heard(1, CLEAR, LOUD)).late(450);
        bench.pass(SECONDS);
        assertThat(bench.offsets()).isEmpty();
    }

    @Test
    void ofAMicrophoneThatHearsNothingNothingIsTold() {
        RoomSound room = talk(0.3);
        WitnessBench bench = new WitnessBench(Scenes.VIDEO, 3);
        bench.add(room.heard(0, CLEAR, LOUD));
        bench.add(room.heard(1, CLEAR, LOUD)).late(60).byArrival();
        bench.add(new short[LENGTH]).byArrival();
        bench.pass(SECONDS);
        assertThat(bench.late(1).orElseThrow()).isCloseTo(60, within(ROOM_MILLIS));
        assertThat(bench.late(2)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {1_300, -1_600, 2_300, 3_300})
    void aLagBeyondTheLimitIsNotTakenForAnother(double late) {
        RoomSound room = talk(0);
        WitnessBench bench = new WitnessBench(Scenes.VIDEO, 2);
        bench.add(room.heard(0, CLEAR, LOUD));
        bench.add(room.heard(1, CLEAR, LOUD)).late(late);
        bench.pass(SECONDS);
        assertThat(bench.offsets()).isEmpty();
    }

    @Test
    void withoutSendersClocksTheEarliestMicrophoneIsZero() {
        RoomSound room = talk(0.3);
        WitnessBench bench = new WitnessBench(Scenes.VIDEO, 3);
        bench.add(room.heard(0, CLEAR, LOUD)).late(90).byArrival();
        bench.add(room.heard(1, CLEAR, LOUD)).late(250).byArrival();
        bench.add(room.heard(2, CLEAR, LOUD)).late(20).byArrival();
        bench.pass(SECONDS);
        assertThat(bench.late(0).orElseThrow()).isCloseTo(70, within(ROOM_MILLIS));
        assertThat(bench.late(1).orElseThrow()).isCloseTo(230, within(ROOM_MILLIS));
        assertThat(bench.late(2)).hasValue(0);
    }

    @Test
    void aSendersClockThatIsWrongIsSeenByTheOthers() {
        RoomSound room = talk(0.3);
        WitnessBench bench = new WitnessBench(Scenes.VIDEO, 3);
        bench.add(room.heard(0, CLEAR, LOUD));
        bench.add(room.heard(1, CLEAR, LOUD)).late(-400);
        bench.add(room.heard(2, CLEAR, LOUD));
        bench.pass(SECONDS);
        assertThat(bench.late(0).orElseThrow()).isCloseTo(0, within(ROOM_MILLIS));
        assertThat(bench.late(1).orElseThrow()).isCloseTo(-400, within(ROOM_MILLIS));
        assertThat(bench.late(2).orElseThrow()).isCloseTo(0, within(ROOM_MILLIS));
    }

    @Test
    void aMicrophoneMayJoinLater() {
        RoomSound room = talk(0.3);
        WitnessBench bench = new WitnessBench(Scenes.VIDEO, 2);
        bench.add(room.heard(0, CLEAR, LOUD));
        WitnessBench.Microphone late =
                bench.add(room.heard(1, CLEAR, LOUD)).late(60).connected(false);
        bench.pass(12);
        assertThat(bench.offsets()).isEmpty();
        late.connected(true);
        bench.pass(SECONDS - 12);
        assertThat(bench.late(1).orElseThrow() - bench.late(0).orElseThrow()).isCloseTo(60, within(ROOM_MILLIS));
    }

    @Test
    void aStreamThatIsOpenedAnewMustProveItselfAgain() {
        RoomSound room = talk(0.3);
        WitnessBench bench = new WitnessBench(Scenes.VIDEO, 2);
        bench.add(room.heard(0, CLEAR, LOUD));
        WitnessBench.Microphone other =
                bench.add(room.heard(1, CLEAR, LOUD)).late(60).byArrival();
        bench.pass(14);
        assertThat(bench.late(1).orElseThrow()).isCloseTo(60, within(ROOM_MILLIS));
        other.connected(false);
        bench.pass(2);
        other.connected(true).late(200);
        bench.pass(4);
        assertThat(bench.offsets()).isEmpty();
        bench.pass(12);
        assertThat(bench.late(1).orElseThrow()).isCloseTo(200, within(ROOM_MILLIS));
    }

    @Test
    void lostPiecesOfSoundDoNotMatter() {
        RoomSound room = talk(0.3);
        WitnessBench bench = new WitnessBench(Scenes.VIDEO, 2);
        bench.add(room.heard(0, CLEAR, LOUD)).losing(10);
        bench.add(room.heard(1, CLEAR, LOUD)).losing(7).late(60).byArrival();
        bench.pass(SECONDS);
        assertThat(bench.late(1).orElseThrow()).isCloseTo(60, within(ROOM_MILLIS));
    }

    private static RoomSound talk(double echoSeconds) {
        return TALKS.computeIfAbsent(echoSeconds, seconds -> {
            SplittableRandom random = random(7);
            return new RoomSound(LENGTH, CORNERS, seconds, 1)
                    .add(RoomSound.speech(LENGTH, random), 1, 2)
                    .add(RoomSound.speech(LENGTH, random), 3, 1);
        });
    }

    private static SplittableRandom random(long seed) {
        return new SplittableRandom(seed);
    }

    /** As loud as what it is laid over, with four harmonics. */
    private static short[] withHum(short[] sound) {
        short[] hum = sound.clone();
        for (int i = 0; i < hum.length; i++) {
            double angle = 2 * Math.PI * 50 * i / RoomSound.RATE;
            hum[i] += (short) (LOUD * (Math.sin(angle) + 0.3 * Math.sin(3 * angle) + 0.1 * Math.sin(5 * angle)));
        }
        return hum;
    }

    /** 100 ms of 2 kHz, twice a second. */
    private static float[] beeps() {
        float[] sound = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            sound[i] = i % 8_000 < 1_600 ? (float) Math.sin(2 * Math.PI * 2_000 * i / RoomSound.RATE) : 0;
        }
        return sound;
    }
}
