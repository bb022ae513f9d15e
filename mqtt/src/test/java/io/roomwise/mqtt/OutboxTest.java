package io.roomwise.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private final ManualClock utc = new ManualClock(Home.START_UTC_NANOS);
    private final ManualClock nanos = new ManualClock(-5);
    private final Outbox outbox = new Outbox(utc, nanos);
    private final AtomicReference<@Nullable String> current = new AtomicReference<>("a");

    @Test
    void publishesTheNewestOfSeveralValuesAndCountsTheOthers() {
        var value = outbox.value("t", true, current::get);
        value.touch();
        current.set("b");
        value.touch();
        current.set("c");
        value.touch();

        assertThat(payloads()).containsExactly("c");
        assertThat(outbox.coalesced()).isEqualTo(2);
    }

    @Test
    void saysNothingThatTheBrokerKnowsAlready() {
        var value = outbox.value("t", true, current::get);
        value.touch();
        acknowledgeAll();
        value.touch();

        assertThat(outbox.next()).isNull();
    }

    @Test
    void saysNothingWhereThereIsNothingToSay() {
        current.set(null);
        outbox.value("t", true, current::get).touch();

        assertThat(outbox.next()).isNull();
        assertThat(outbox.queued()).isZero();
    }

    @Test
    void waitsForTheAcknowledgementOfAValueBeforeItSendsTheNextOne() {
        var value = outbox.value("t", true, current::get);
        value.touch();
        var first = next();
        for (String text : List.of("b", "c", "d")) {
            current.set(text);
            value.touch();
            assertThat(outbox.next()).isNull();
        }

        outbox.acknowledged(first, 0);

        assertThat(payloads()).containsExactly("d");
    }

    @Test
    void sendsAllRetainedValuesAgainInTheirOrder() {
        outbox.value("discovery", true, () -> "1");
        outbox.value("report", false, () -> "2");
        outbox.value("state", true, () -> "3");
        outbox.touchAll();
        acknowledgeAll();

        outbox.touchAll();

        assertThat(payloads()).containsExactly("1", "3");
    }

    @Test
    void sendsValuesBeforeEvents() {
        var value = outbox.value("t", true, current::get);
        offer("event");
        value.touch();

        assertThat(payloads()).containsExactly("a", "event");
    }

    @Test
    void dropsTheOldestEventWhenTooManyWait() {
        for (int i = 0; i < Outbox.EVENT_CAPACITY + 3; i++) {
            offer("e" + i);
        }

        assertThat(payloads()).hasSize(Outbox.EVENT_CAPACITY).startsWith("e3").endsWith("e258");
        assertThat(outbox.droppedFull()).isEqualTo(3);
    }

    @Test
    void dropsAnEventThatWaitedForMoreThanAMinute() {
        offer("old");
        nanos.advance(Duration.ofSeconds(1));
        offer("young");
        nanos.advance(Duration.ofSeconds(60));

        assertThat(payloads()).containsExactly("young");
        assertThat(outbox.droppedExpired()).isEqualTo(1);
    }

    @Test
    void sendsWhatWasNotAcknowledgedAgainBeforeWhatCameLater() {
        List.of("1", "2", "3").forEach(this::offer);
        var first = next();
        var second = next();
        outbox.acknowledged(first, 0);

        outbox.takeAllBack();
        assertThat(outbox.queued()).isEqualTo(2);

        assertThat(payloads()).containsExactly("2", "3");
        assertThat(outbox.acknowledged(second, 0))
                .as("its old publication is forgotten")
                .isFalse();
    }

    @Test
    void dropsAnUnacknowledgedEventThatExpiresBeforeItIsSentAgain() {
        offer("1");
        outbox.next();
        outbox.takeAllBack();
        nanos.advance(Duration.ofSeconds(61));

        assertThat(outbox.next()).isNull();
        assertThat(outbox.droppedExpired()).isEqualTo(1);
    }

    @Test
    void sendsAValueAgainThatWasNotAcknowledgedEvenIfItIsTheSame() {
        outbox.value("t", true, current::get).touch();
        outbox.next();
        outbox.takeAllBack();

        assertThat(payloads()).containsExactly("a");
    }

    @Test
    void hasNoMoreEventsInFlightThanItHolds() {
        var inFlight = new ArrayList<Outbox.Message>();
        for (int i = 0; i < Outbox.EVENT_CAPACITY; i++) {
            offer("e");
            inFlight.add(next());
        }
        offer("one more");
        assertThat(outbox.next()).isNull();

        outbox.acknowledged(inFlight.get(0), 0);

        assertThat(payloads()).containsExactly("one more");
    }

    @Test
    void keepsASingleMessageThatCouldNotBeHandedOverInItsPlace() {
        List.of("1", "2").forEach(this::offer);
        var first = next();
        outbox.takeBack(first);

        assertThat(payloads()).containsExactly("1", "2");
    }

    @Test
    void knowsHowOldTheOldestUnacknowledgedMessageIs() {
        assertThat(outbox.oldestInFlightNanos()).isZero();
        offer("1");
        outbox.next();
        nanos.advance(Duration.ofSeconds(3));
        offer("2");
        outbox.next();

        assertThat(outbox.oldestInFlightNanos()).isEqualTo(Duration.ofSeconds(3).toNanos());
    }

    @Test
    void measuresFromCaptureToAcknowledgementByNearestRank() {
        for (int i = 1; i <= 100; i++) {
            offer("e");
            var message = next();
            outbox.acknowledged(message, utc.getAsLong() + i * 1_000_000L);
        }

        assertThat(outbox.captureToPublish()).isEqualTo(new MqttStats.Latency(100, 50, 95, 99));
    }

    @Test
    void rendersAnEventWhenItIsPublished() {
        outbox.offer("t", 0, publishedUtcNanos -> "after " + (publishedUtcNanos - Home.START_UTC_NANOS));
        utc.advance(Duration.ofNanos(7));

        assertThat(payloads()).containsExactly("after 7");
    }

    @Test
    void wakesTheSenderForEachEventAndOncePerWaitingValue() {
        var woken = new AtomicInteger();
        outbox.onWork(woken::incrementAndGet);
        var value = outbox.value("t", true, current::get);
        value.touch();
        value.touch();
        offer("e");

        assertThat(woken).hasValue(2);
    }

    private void offer(String payload) {
        outbox.offer("events", utc.getAsLong(), publishedUtcNanos -> payload);
    }

    private void acknowledgeAll() {
        for (var message = outbox.next(); message != null; message = outbox.next()) {
            outbox.acknowledged(message, utc.getAsLong());
        }
    }

    private Outbox.Message next() {
        return Objects.requireNonNull(outbox.next());
    }

    private List<String> payloads() {
        var payloads = new ArrayList<String>();
        for (var message = outbox.next(); message != null; message = outbox.next()) {
            payloads.add(message.payload());
        }
        return payloads;
    }
}
