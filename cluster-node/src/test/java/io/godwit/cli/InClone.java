package io.godwit.cli;

import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Commands find the files of this clone while a test runs, and afterwards whatever they found before.
final class InClone implements BeforeEachCallback, AfterEachCallback {

    static final String HOME = "godwit.home";

    private Optional<String> before = Optional.empty();

    @Override
    public void beforeEach(ExtensionContext context) {
        before = Optional.ofNullable(System.getProperty(HOME));
        System.setProperty(HOME, "..");
    }

    @Override
    public void afterEach(ExtensionContext context) {
        before.ifPresentOrElse(it -> System.setProperty(HOME, it), () -> System.clearProperty(HOME));
    }
}
