package io.godwit.drill;

/// A part of the fleet that is named by where it stands.
public sealed interface Area {

    record Everywhere() implements Area {

        @Override
        public String toString() {
            return "the fleet";
        }
    }

    record Site(String name) implements Area {

        @Override
        public String toString() {
            return "site " + name;
        }
    }

    record Rack(String site, String name) implements Area {

        @Override
        public String toString() {
            return "rack " + site + "/" + name;
        }
    }
}
