package io.parley.planted.engine;

final class Names {
    private Names() {}

    static final class PlantedImpl {}

    static final class PlantedManager {}

    static final class PlantedHelper {}

    static final class PlantedUtil {}

    static final class PlantedUtils {}

    static final class PlantedBase {}

    static final class PlantedData {}

    static final class PlantedInfo {}

    static final class AbstractPlanted {}

    static final class DefaultPlanted {}

    static final class RealPlanted {}

    static final class Realm {}

    static final class Database {}

    static final class DataInput {}
}
