package io.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.testkit.SocketIoTestEndpointTest.Chat;
import io.parley.testkit.SocketIoTestEndpointTest.Message;
import io.parley.testkit.SocketIoTestEndpointTest.Receipt;
import org.junit.jupiter.api.Test;

/** An endpoint alone: its namespace is the usual one. */
@SocketIoTest(Chat.class)
class SocketIoTestNamespaceTest {
    @Test
    void clients_joinThatOfTheEndpoint(SocketIoTestClient ann, SocketIoTestClient bob) {
        var receipt = ann.emitWithAck("message", new Message("hello"));

        assertThat(receipt.as(Receipt.class)).isEqualTo(new Receipt(5));
        assertThat(bob.received("message", Message.class)).isEqualTo(new Message("hello"));
    }
}
