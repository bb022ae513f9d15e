/**
 * Action events, room state and discovery to an MQTT broker, as Home Assistant expects them.
 *
 * <pre>
 *  ActionListener ─> ActionPublisher ─> Outbox (bounded) ─> BrokerClient ─> BrokerConnection ─> broker
 *  StreamListener    RoomBoard          values, events      thread mqtt-out  one per attempt, Paho
 *                    Retained <─> Ledger       ^                   │
 *                                              │ answers, echoes   │ commands
 *  CommandHandler <───────────────────── CommandDesk <─────────────┘
 * </pre>
 *
 * <p>Why two kinds of messages: of a value (state, availability, discovery) only the newest counts, so it is rendered when
 * it is sent, and the broker keeps it for those who come later. An event counts by itself and only while it is news: it is
 * never retained, is sent again until the broker has acknowledged it, and is dropped when it is a minute old. An action
 * that ends is no event: the room's state no longer lists it.
 *
 * <p>Why MQTT 3.1.1 needs care: there is no will delay, no message expiry and no word for a session that was taken over. So
 * a room is unavailable at once when the connection breaks and everything is published in one burst when it is back; the
 * outbox lets events expire; and a client that is cut off again and again takes another id.
 */
@NullMarked
package io.roomwise.mqtt;

import org.jspecify.annotations.NullMarked;
