package io.roomwise.agent.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LifetimeTest {
    private final CompletableFuture<Integer> halted = new CompletableFuture<>();
    private final Lifetime lifetime = new Lifetime(halted::complete);

    @Test
    void endsWithTheFirstCode() {
        lifetime.end(70);
        lifetime.end(0);
        assertThat(lifetime.await(Duration.ZERO)).hasValue(70);
    }

    @Test
    void tellsThatTheTimeIsOver() {
        assertThat(lifetime.await(Duration.ofMillis(1))).isEmpty();
    }

    @Test
    void aNewBeginningIsNoLongerLife() {
        lifetime.endAfter(Duration.ofMillis(200));
        lifetime.restart();
        assertThat(lifetime.await(Duration.ZERO)).hasValue(FailurePolicy.RESTART);
        lifetime.begin();
        assertThat(lifetime.await(Duration.ZERO)).hasValue(FailurePolicy.OK);
    }

    @Test
    void haltsWhenClosingTakesTooLong() {
        lifetime.closeWithin(70);
        assertThat(halted.join()).isEqualTo(70);
    }

    @Test
    void doesNotHaltWhatIsClosedInTime() throws InterruptedException {
        lifetime.start();
        lifetime.closeWithin(0);
        lifetime.close();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("stop-guard")) {
                thread.join();
            }
        }
        assertThat(halted).isNotDone();
    }
}
