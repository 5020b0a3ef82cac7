package io.godwit.migration.switchover;

import java.util.List;

/// What a state machine answers to an event: the state from here on, and what is to be done.
///
/// @param <S> states
/// @param <A> actions
public record Step<S, A>(S state, List<A> actions) {

    static <S, A> Step<S, A> to(S state) {
        return new Step<>(state, List.of());
    }

    static <S, A> Step<S, A> to(S state, A action) {
        return new Step<>(state, List.of(action));
    }

    static <S, A> Step<S, A> to(S state, A first, A second) {
        return new Step<>(state, List.of(first, second));
    }
}
