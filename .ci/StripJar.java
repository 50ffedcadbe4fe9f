import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.attribute.SourceFileAttribute;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Makes the baseline that later versions are compared with from a released jar: {@code java .ci/StripJar.java IN OUT PACKAGE...},
 * on JDK 25. Keeps the classes of the packages that are exported, with what others can see of them and without code.
 */
public final class StripJar {
    private static final ClassFile FORMAT = ClassFile.of(
            ClassFile.DebugElementsOption.DROP_DEBUG, ClassFile.StackMapsOption.DROP_STACK_MAPS);

    public static void main(String[] args) throws IOException {
        Set<String> packages = Set.copyOf(List.of(args).subList(2, args.length));
        try (JarFile in = new JarFile(args[0]);
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(Path.of(args[1])))) {
            for (ZipEntry entry : in.stream().sorted((a, b) -> a.getName().compareTo(b.getName())).toList()) {
                String name = entry.getName();
                int slash = name.lastIndexOf('/');
                if (name.endsWith(".class") && slash > 0 && packages.contains(name.substring(0, slash).replace('/', '.'))) {
                    strip(name, in.getInputStream(entry), out);
                }
            }
        }
    }

    private static void strip(String name, InputStream in, ZipOutputStream out) throws IOException {
        ClassModel model = FORMAT.parse(in.readAllBytes());
        if (!model.flags().has(AccessFlag.PUBLIC) || model.flags().has(AccessFlag.SYNTHETIC)) {
            return;
        }
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(0);
        out.putNextEntry(entry);
        out.write(FORMAT.transformClass(model, ClassTransform.dropping(StripJar::isHidden)
                .andThen(ClassTransform.transformingMethods((builder, element) -> {
                    if (!(element instanceof CodeAttribute)) {
                        builder.with(element);
                    }
                }))));
        out.closeEntry();
    }

    private static boolean isHidden(ClassElement element) {
        return element instanceof SourceFileAttribute
                || element instanceof MethodModel method && isHidden(method.flags().flags())
                || element instanceof FieldModel field && isHidden(field.flags().flags());
    }

    private static boolean isHidden(Set<AccessFlag> flags) {
        return flags.contains(AccessFlag.PRIVATE) || flags.contains(AccessFlag.SYNTHETIC);
    }
}
