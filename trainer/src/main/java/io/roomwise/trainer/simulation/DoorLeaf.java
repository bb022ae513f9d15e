package io.roomwise.trainer.simulation;

/** The door's leaf opens into the room for whoever comes or goes and closes behind them. */
final class DoorLeaf {
    /** Radians from closed to wide open. */
    static final double WIDEST = 1.5;

    private DoorLeaf() {}

    /** It falls shut this long after somebody came in; seconds. */
    static final double LAG = 0.4;

    /** 0 closed, 1 wide open; also shortly after the episode has ended. */
    static double openness(Episode episode, double seconds) {
        double since = seconds - episode.start();
        double left = episode.end() - seconds;
        return switch (episode.activity()) {
            case ENTER -> Math.min(Angles.smooth(since / 0.8), Angles.smooth((left + LAG) / 0.6));
            case EXIT -> Math.min(Angles.smooth((since - 0.2) / 0.8), Angles.smooth(left / 0.55));
            default -> 0;
        };
    }
}
