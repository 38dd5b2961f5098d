package io.parley.contract;

import io.parley.Ack;
import io.parley.Socket;
import io.parley.endpoint.Emits;
import io.parley.endpoint.OnEvent;
import io.parley.endpoint.SocketIoEndpoint;
import jakarta.json.bind.adapter.JsonbAdapter;
import jakarta.json.bind.annotation.JsonbDateFormat;
import jakarta.json.bind.annotation.JsonbNumberFormat;
import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.json.bind.annotation.JsonbTransient;
import jakarta.json.bind.annotation.JsonbTypeAdapter;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** An endpoint with types of all kinds, which the tests tell of. */
@SocketIoEndpoint("/board")
@Emits(event = "figure", value = Board.Figure.class)
@Emits(event = "sure?", value = String.class, answer = boolean.class)
public final class Board {
    /** What there is of everything. */
    public record Everything(
            String text,
            char letter,
            boolean flag,
            Boolean boxed,
            long number,
            double fraction,
            BigDecimal exact,
            UUID id,
            Instant at,
            LocalDate day,
            Duration takes,
            DayOfWeek weekday,
            Colour colour,
            byte[] picture,
            int[] numbers,
            List<Set<String>> sets,
            Map<String, Integer> counts,
            Map<Colour, Pair<Integer, List<Colour>>> byColour,
            Optional<String> note,
            OptionalInt stars,
            @Nullable String maybe,
            @JsonbProperty(nillable = true) @Nullable String nothing,
            @JsonbProperty("other-name") String renamed,
            @JsonbTransient String secret,
            @JsonbNumberFormat("0.00") double price,
            @JsonbDateFormat("dd.MM.yyyy") LocalDate written,
            @JsonbTypeAdapter(Celsius.class) Temperature warmth,
            Object anything,
            Tree tree,
            Child child) {}

    /** An enum, of which one constant has a body. */
    public enum Colour {
        RED,
        GREEN {
            @Override
            public String toString() {
                return "verde";
            }
        }
    }

    /** A generic type. */
    public record Pair<A, B>(A first, B second) {}

    /** One that contains itself. */
    public record Tree(String name, List<Tree> children) {}

    /** A bean. */
    public static class Parent<T> {
        private T value;
        /** A field. */
        public int count;

        private String URL = "";
        private transient String hidden = "";

        /** Makes one of the value. */
        protected Parent(T value) {
            this.value = value;
        }

        /** {@return a value} */
        public T getValue() {
            return value;
        }

        /** Sets it. */
        public void setValue(T value) {
            this.value = value;
        }

        /** {@return an abbreviation} */
        public String getURL() {
            return URL;
        }

        /** {@return nothing of the contract} */
        @JsonbTransient
        public String getHidden() {
            return hidden;
        }
    }

    /** A bean that inherits. */
    public static class Child extends Parent<List<Colour>> {
        @JsonbProperty("is-open")
        private boolean open;

        /** Makes one. */
        public Child() {
            super(List.of(Colour.RED));
        }

        /** {@return a truth} */
        public boolean isOpen() {
            return open;
        }
    }

    /** What an adapter writes. */
    public record Temperature(double celsius) {}

    /** Writes it as a number. */
    public static final class Celsius implements JsonbAdapter<Temperature, Double> {
        @Override
        public Double adaptToJson(Temperature temperature) {
            return temperature.celsius();
        }

        @Override
        public Temperature adaptFromJson(Double celsius) {
            return new Temperature(celsius);
        }
    }

    /** One of two. */
    public sealed interface Figure permits Circle, Square {}

    /** One. */
    public record Circle(double radius) implements Figure {}

    /** The other one. */
    public record Square(double side) implements Figure {}

    @OnEvent("everything")
    Everything everything(Everything everything, Socket socket) {
        return everything;
    }

    @OnEvent("draw line")
    @Emits(
            event = "line",
            value = {int[].class, Colour.class})
    void draw(int[] points, Optional<Colour> in) {}

    @OnEvent("later")
    CompletionStage<List<Pair<String, Colour>>> later(@Nullable String typeof, int with) {
        return CompletableFuture.completedFuture(List.of());
    }

    @OnEvent("whatever")
    void whatever(Map<String, Object> options, Ack ack) {}
}
