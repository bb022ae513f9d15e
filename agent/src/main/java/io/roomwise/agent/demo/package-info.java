/**
 * {@code agent demo}: the whole product at work on a home that does not exist, beside what truly happens there.
 *
 * <pre>
 *  SimulatedRoom ─> VirtualCamera (RTSP on loopback) ─> HomeAgent, as in `agent run` ─> broker
 *       │                                                    └─> Recognition
 *       └─ what truly happens ───────────> Agreement <───────────────┘
 *                                              └─> TerminalView, or one line of JSON
 * </pre>
 */
@NullMarked
package io.roomwise.agent.demo;

import org.jspecify.annotations.NullMarked;
