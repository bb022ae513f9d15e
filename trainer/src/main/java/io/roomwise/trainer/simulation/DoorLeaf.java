package io.roomwise.trainer.simulation;

/** The door's leaf opens into the room for whoever comes or goes and closes behind them. */
final class DoorLeaf {
    /** Radians from closed to wide open. */
    static final double WIDEST = 1.5;

    private DoorLeaf() {}

    /** 0 closed, 1 wide open. */
    static double openness(Episode episode, double seconds) {
        if (!episode.activity().passesTheDoor()) {
            return 0;
        }
        double since = seconds - episode.start();
        double left = episode.end() - seconds;
        double opening = episode.activity() == Activity.ENTER ? since / 0.8 : (since - 0.2) / 0.8;
        return Math.min(Angles.smooth(opening), Angles.smooth(left / 0.6));
    }
}
