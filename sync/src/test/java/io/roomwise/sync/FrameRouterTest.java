package io.roomwise.sync;

import static io.roomwise.sync.Scenes.VIDEO;
import static io.roomwise.sync.Scenes.at;
import static io.roomwise.sync.Scenes.bySender;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FrameRouterTest {
    private final RoomLayout living = Scenes.room("living", 0, 1, 0);
    private final RoomLayout kitchen = Scenes.room("kitchen", 1, 1, 0);
    private final ManualClock clock = new ManualClock(at(0, 0));
    private final List<String> windows = new ArrayList<>();
    private final FrameRouter router = new FrameRouter(
            new Routes(List.of(living, kitchen), false),
            List.of(witness(living), witness(kitchen)),
            List.of(assembler(living), assembler(kitchen)),
            new GridClock(clock.clocks(), Grid.at(2.5)));

    @Test
    void aFrameGoesToItsOwnRoom() {
        see(kitchen, at(0, 0));
        assertThat(windows).containsExactly("kitchen 0");
    }

    @Test
    void aSilentRoomGetsItsTimeFromTheFramesOfAnother() {
        see(living, at(0, -20));
        clock.set(at(1, 300));
        see(kitchen, at(1, 250));
        assertThat(windows).containsExactly("living 0");
    }

    @Test
    void aSlotThatItsProducerDidNotFillIsPassedOver() {
        router.onEvent(new FrameSlot(64, 48), 0, true);
        assertThat(windows).isEmpty();
    }

    private void see(RoomLayout room, long utcNanos) {
        FrameSlot frame = new FrameSlot(64, 48);
        frame.fill(room.views().get(0).index(), bySender(utcNanos), Scenes.picture(1));
        router.onEvent(frame, 0, true);
    }

    private static SoundWitness witness(RoomLayout layout) {
        return new SoundWitness(VIDEO, layout, new GccPhat(), new RoomCounters(layout.room()));
    }

    private WindowAssembler assembler(RoomLayout layout) {
        WindowExchange exchange = new WindowExchange(layout, VIDEO);
        return new WindowAssembler(
                VIDEO,
                layout,
                exchange,
                () -> windows.add(layout.room().room() + " " + (exchange.take().slotIndex() - Scenes.FIRST)),
                new RoomCounters(layout.room()),
                Stream.generate(StreamCounters::new).limit(2).toList());
    }
}
