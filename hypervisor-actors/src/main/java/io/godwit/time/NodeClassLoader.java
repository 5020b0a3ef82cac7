package io.godwit.time;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;

/// Hides the manifests of all jars from Pekko, which reads every one at each start of an actor system to compare its
/// versions. On JVMs it still does; in virtual time that was most of a node's start.
final class NodeClassLoader extends ClassLoader {

    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    NodeClassLoader(ClassLoader parent) {
        super("virtual-node", parent);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        return name.equals(MANIFEST) ? Collections.emptyEnumeration() : super.getResources(name);
    }
}
