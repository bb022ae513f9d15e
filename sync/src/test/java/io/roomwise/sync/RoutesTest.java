package io.roomwise.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomwise.capture.StreamId;
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

    @Test
    void soundTellsOfACameraThatListensBesideAnother() {
        StreamId camera = several.views().get(0);
        StreamId silent = several.microphones().get(1);
        StreamId other = several.microphones().get(0);
        assertThat(routes(camera, List.of(camera, other)).isWitnessed(camera.index()))
                .isTrue();
        assertThat(routes(camera, List.of(camera)).isWitnessed(camera.index())).isFalse();
        assertThat(routes(silent, List.of(camera, other)).isWitnessed(silent.index()))
                .isFalse();
    }

    private static Routes routes(StreamId view, List<StreamId> microphones) {
        return new Routes(List.of(new RoomLayout(view.room(), List.of(view), microphones)), false);
    }
}
