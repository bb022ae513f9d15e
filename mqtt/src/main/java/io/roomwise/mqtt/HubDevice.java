package io.roomwise.mqtt;

import java.time.Instant;
import org.slf4j.event.Level;

/**
 * The box that runs the agent, as Home Assistant lists it.
 *
 * @param version of the program
 * @param hardware "Jetson Orin NX 16GB", "amd64"; may be empty
 * @param started when the process started
 * @param configuration short hash of the configuration's text: tells whether two boxes run the same
 * @param logLevel from which on lines are logged
 * @param model what is served at first
 */
public record HubDevice(
        String version, String hardware, Instant started, String configuration, Level logLevel, ModelUpdate model) {}
