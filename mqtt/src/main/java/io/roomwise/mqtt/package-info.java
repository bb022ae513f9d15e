/**
 * Action events, room state and discovery to an MQTT broker, as Home Assistant expects them.
 *
 * <pre>
 *  ActionListener ─> ActionPublisher ─> Outbox (bounded) ─> BrokerConnection ─> broker
 *                                       thread mqtt-out
 * </pre>
 */
@NullMarked
package io.roomwise.mqtt;

import org.jspecify.annotations.NullMarked;
