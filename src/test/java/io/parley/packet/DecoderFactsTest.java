package io.parley.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.testing.Fact;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the reference's decoder was seen to take and to refuse: socketio-facts 1.10. */
final class DecoderFactsTest {
    private final PacketDecoder decoder = new JsonParser(ParserLimits.defaults()).decoder();

    @Fact({"1.10 event without payload", "1.10 ack without an id"})
    @ParameterizedTest
    @ValueSource(strings = {"2/a", "2/a,", "3", "3[]"})
    void legal_butThereIsNothingToDeliver(String text) {
        assertThat(decoder.text(text)).isNull();
        assertThat(decoder.incomplete()).isFalse();
    }

    @Fact({"1.10 ack id with leading zeros", "1.10 blank behind a payload"})
    @ParameterizedTest
    @CsvSource(quoteCharacter = '!', delimiter = '|', textBlock = """
            !201["a"]! | event / 1 a
            !2["x"] !  | event / - x
            """)
    void legal_thoughNobodyWritesItSo(String text, String meaning) {
        assertThat(PacketText.of(decoder.text(text))).isEqualTo(meaning);
    }

    @Fact("1.10 event names that only look reserved")
    @ParameterizedTest
    @CsvSource(quoteCharacter = '!', delimiter = '|', textBlock = """
            2["error"]      | event / - error
            2["connection"] | event / - connection
            2["message"]    | event / - message
            2[1]            | event / - 1
            """)
    void eventNames(String text, String meaning) {
        assertThat(PacketText.of(decoder.text(text))).isEqualTo(meaning);
    }

    @Fact("1.10 connect_error without payload")
    @Test
    void connectError_needsNoPayload() {
        assertThat(PacketText.of(decoder.text("4"))).isEqualTo("connect_error /");
    }

    @Fact("1.10 placeholder in a text event")
    @Test
    void placeholder_whereNoAttachmentsAreAnnounced_isData() {
        assertThat(PacketText.of(decoder.text("2[\"x\",{\"_placeholder\":true,\"num\":0}]")))
                .isEqualTo("event / - x {_placeholder:true,num:0}");
    }

    @Fact({
        "1.10 something behind a payload",
        "1.10 event without a name",
        "1.10 disconnect with a payload",
        "1.10 connect whose payload is no object",
        "1.10 unknown packet type",
        "1.10 comma without a namespace"
    })
    @ParameterizedTest
    @CsvSource(quoteCharacter = '!', delimiter = '|', textBlock = """
            2["x"]z | not JSON
            2[]     | invalid payload
            2[null] | invalid payload
            2[true] | invalid payload
            1{}     | invalid payload
            0[]     | invalid payload
            0null   | invalid payload
            0"x"    | invalid payload
            0,{}    | invalid payload
            7       | unknown packet type
            x       | unknown packet type
            """)
    void invalid(String text, String reason) {
        assertInvalid(text, reason);
    }

    @Fact({"1.10 blank before a payload", "1.10 empty packet", "1.10 ack id that is no long"})
    @ParameterizedTest
    @CsvSource(quoteCharacter = '!', delimiter = '|', textBlock = """
            2 ["x"]                    | invalid payload
            !!                         | empty packet
            2123456789012345678901[""] | ack id out of range
            """)
    void invalid_thoughJavaScriptReadsIt(String text, String reason) {
        assertInvalid(text, reason);
    }

    private void assertInvalid(String text, String reason) {
        assertThatThrownBy(() -> decoder.text(text))
                .isInstanceOf(InvalidPacketException.class)
                .hasMessage(reason);
    }
}
