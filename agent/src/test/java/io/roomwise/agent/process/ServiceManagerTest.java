package io.roomwise.agent.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceManagerTest {
    private final List<String> told = new ArrayList<>();

    @Test
    void saysReadyOnceAndAStatusWhereItChanged() {
        ServiceManager systemd = new ServiceManager(told::add);
        systemd.ready();
        systemd.ready();
        systemd.status("starting");
        systemd.status("starting");
        systemd.alive();
        systemd.status("recognizing");
        systemd.stopping();
        assertThat(told)
                .containsExactly("READY=1", "STATUS=starting", "WATCHDOG=1", "STATUS=recognizing", "STOPPING=1");
    }

    @Test
    void saysNothingWhereNobodyListens() {
        assertThatCode(() -> ServiceManager.of(Map.of()).ready()).doesNotThrowAnyException();
        assertThatCode(() ->
                        ServiceManager.of(Map.of("NOTIFY_SOCKET", "@abstract")).ready())
                .doesNotThrowAnyException();
    }

    @Test
    void goesOnWhenTheListenerIsGone() {
        ServiceManager systemd = new ServiceManager(message -> {
            told.add(message);
            throw new IOException("gone");
        });
        systemd.ready();
        systemd.alive();
        assertThat(told).containsExactly("READY=1", "WATCHDOG=1");
    }
}
