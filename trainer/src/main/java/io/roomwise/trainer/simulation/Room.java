package io.roomwise.trainer.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Everything of a room that cameras and microphones share: the plan, the lights, the people and their life. */
final class Room {
    final Floorplan plan;
    final Lighting lighting;
    final Life life;
    final Rgb vacuum;
    private final List<Choreography> choreographies = new ArrayList<>();
    private final List<Figure> figures = new ArrayList<>();

    Room(long seed) {
        plan = Architect.build(Chance.mix(seed, 1));
        lighting = new Lighting(plan, Chance.mix(seed, 2));
        life = new Life(plan, Chance.mix(seed, 3));
        vacuum = Rgb.hsv(Chance.unit(seed, 4), 0.8, 0.8);
        for (int person = 0; person < life.people(); person++) {
            Body body = Body.of(Chance.mix(seed, 100 + person));
            choreographies.add(new Choreography(plan, body, Chance.mix(seed, 200 + person)));
            figures.add(new Figure(body, vacuum));
        }
    }

    Figure figure(int person) {
        return figures.get(person);
    }

    /** Empty while the person is out. */
    Optional<Pose> pose(int person, double seconds) {
        Episode episode = life.at(person, seconds);
        return episode.activity() == Activity.OUTSIDE
                ? Optional.empty()
                : Optional.of(choreographies.get(person).pose(episode, seconds));
    }

    /** 0 closed, 1 wide open. */
    double doorOpenness(double seconds) {
        double open = 0;
        for (int person = 0; person < life.people(); person++) {
            open = Math.max(open, DoorLeaf.openness(life.at(person, seconds), seconds));
            open = Math.max(open, DoorLeaf.openness(life.at(person, Math.max(0, seconds - DoorLeaf.LAG)), seconds));
        }
        return open;
    }
}
