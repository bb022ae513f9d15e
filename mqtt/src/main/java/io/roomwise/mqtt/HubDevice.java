package io.roomwise.mqtt;

import java.time.Instant;

/**
 * The box that runs the agent, as Home Assistant lists it.
 *
 * @param version of the program
 * @param hardware "Jetson Orin NX 16GB", "amd64"; may be empty
 * @param started when the process started
 */
public record HubDevice(String version, String hardware, Instant started) {}
