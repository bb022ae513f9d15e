package io.roomwise.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class UnixDatagramTest {
    /** Binds argument 1, says so, then prints argument 2 datagrams and the process that sent the last one. */
    private static final String RECEIVER =
            """
            import socket, struct, sys
            s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            s.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
            s.bind(sys.argv[1])
            print("bound", flush=True)
            for i in range(int(sys.argv[2])):
                data, extra, flags, address = s.recvmsg(4096, 100)
                print(data.decode(), flush=True)
            print(struct.unpack("iii", extra[0][2])[0], flush=True)
            """;

    @Test
    void sendsEachMessageAsOneDatagramOfThisProcess(@TempDir Path directory) throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "no python3 to receive datagrams: Java cannot");
        Path socket = directory.resolve("notify");
        Process receiver = new ProcessBuilder("/usr/bin/python3", "-c", RECEIVER, socket.toString(), "2")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = receiver.inputReader()) {
            assertThat(lines.readLine()).isEqualTo("bound");
            UnixDatagram datagram = new UnixDatagram(socket.toString());
            datagram.send("READY=1\nSTATUS=zwei Räume");
            datagram.send("WATCHDOG=1");
            assertThat(lines.lines())
                    .containsExactly(
                            "READY=1",
                            "STATUS=zwei Räume",
                            "WATCHDOG=1",
                            String.valueOf(ProcessHandle.current().pid()));
        } finally {
            receiver.destroy();
        }
    }

    @Test
    void namesTheSocketThatIsNotThere() {
        assertThatThrownBy(() -> new UnixDatagram("/nowhere/notify").send("READY=1"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/nowhere/notify");
    }
}
