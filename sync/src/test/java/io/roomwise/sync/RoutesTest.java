package io.roomwise.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RoutesTest {
    private final RoomLayout alone = Scenes.room("kitchen", 0, 1, 1);
    private final RoomLayout several = Scenes.room("living", 2, 1, 2);

    @Test
    void withoutAModelThatListensSoundIsNeededWhereItCanBeCompared() {
        Routes routes = new Routes(List.of(alone, several), false);
        assertThat(routes.isMicrophone(1)).isFalse();
        assertThat(routes.isMicrophone(3)).isTrue();
        assertThat(routes.isMicrophone(4)).isTrue();
        assertThat(routes.microphone(4)).isEqualTo(1);
    }

    @Test
    void forAModelThatListensEveryMicrophoneIsNeeded() {
        Routes routes = new Routes(List.of(alone, several), true);
        assertThat(routes.isMicrophone(0)).isFalse();
        assertThat(routes.isMicrophone(1)).isTrue();
        assertThat(routes.isMicrophone(3)).isTrue();
    }
}
