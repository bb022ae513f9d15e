package io.roomwise.agent.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomwise.agent.config.ConfigException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class FailurePolicyTest {
    private final List<Integer> codes = new ArrayList<>();
    private final FailurePolicy policy = new FailurePolicy(codes::add);

    @Test
    void endsWith70OnAnErrorOfAnyThread() throws InterruptedException {
        Thread thread = new Thread(() -> {
            throw new StackOverflowError("a test");
        });
        thread.setUncaughtExceptionHandler(policy);
        thread.start();
        thread.join();
        assertThat(codes).containsExactly(70);
    }

    @Test
    void goesOnWhenAThreadOfALibraryThrows() {
        policy.uncaughtException(new Thread("library"), new IllegalStateException("a test"));
        assertThat(codes).isEmpty();
    }

    @Test
    void endsWith70OnWhatAModuleCannotLiveWith() {
        policy.onFatal(new OutOfMemoryError("a test"));
        assertThat(codes).containsExactly(70);
    }

    @Test
    void endsWith78OnABadConfiguration() {
        assertThat(FailurePolicy.exitCode(new ConfigException(List.of()))).isEqualTo(78);
        assertThat(FailurePolicy.exitCode(new IllegalStateException())).isEqualTo(70);
    }
}
