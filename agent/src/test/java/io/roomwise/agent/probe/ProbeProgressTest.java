package io.roomwise.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProbeProgressTest {
    private final StringWriter out = new StringWriter();

    private void show(boolean isTerminal) {
        try (ProbeProgress progress = new ProbeProgress(new PrintWriter(out), isTerminal, 20)) {
            progress.onProgress(7.2, 70, 2);
        }
    }

    @Test
    void lineIsRedrawnOnATerminalAndGoneInTheEnd() {
        show(true);
        assertThat(out.toString().replace("\u001b[K", "|").replace('\r', '<'))
                .isEqualTo("<connecting ...|<7 of 20 s, pictures 70, sender reports 2|<|<");
    }

    @Test
    void nothingIsWrittenElsewhere() {
        show(false);
        assertThat(out.toString()).isEmpty();
    }
}
